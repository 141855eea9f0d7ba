import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { lean } from './build/lean.ts';
import { release } from './build/release.ts';

const server = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [lean(), react(), release()],
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
    },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      // Beside the page, the first screens are entries: what they need is known, and becomes one file.
      input: { index: 'index.html', App: 'src/App.tsx', DeskPage: 'src/desk/DeskPage.tsx' },
      output: {
        codeSplitting: {
          groups: [
            // Asks the server who is there while everything else is still on its way.
            {
              name: 'opening',
              test: /preload-helper|src[\\/](main|base[\\/](http|problem|link|realtime|release))\.tsx?$/,
              includeDependenciesRecursively: false,
              priority: 2,
            },
            // Fifty small files would be a fifth more to fetch: each has headers, and compresses by itself.
            { name: 'first', tags: ['$initial'], priority: 1 },
            // One file of icons instead of a request for each.
            { name: 'icons', test: /@mui[\\/]icons-material/, includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
});
