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
      output: {
        // One file of icons instead of a request for each.
        codeSplitting: {
          groups: [{ name: 'icons', test: /@mui[\\/]icons-material/, includeDependenciesRecursively: false }],
        },
      },
    },
  },
});
