import { QueryClient } from '@tanstack/react-query';
import { lazy } from 'react';
import { Admin, CustomRoutes, localStorageStore, Resource } from 'react-admin';
import { BrowserRouter, Route } from 'react-router-dom';
import { createAuthProvider } from './base/authProvider';
import { createDataProvider } from './base/dataProvider';
import { i18nProvider } from './base/i18n';
import { Layout } from './components/Layout';
import { LoginPage } from './modules/account/LoginPage';
import { modules } from './modules';
import { themeOf } from './theme';

const DeskPage = lazy(() => import('./desk/DeskPage'));
const DashboardPage = lazy(() => import('./modules/dashboard/DashboardPage'));
const JobsPage = lazy(() => import('./modules/jobs/JobsPage'));
const TermsPage = lazy(() => import('./modules/terms/TermsPage'));

const dataProvider = createDataProvider(Object.fromEntries(modules.map(({ name, path }) => [name, path])));
const authProvider = createAuthProvider(Object.fromEntries(modules.map(({ name, rights }) => [name, rights])));
const store = localStorageStore('1', 'guichet');
const light = themeOf('light');
const dark = themeOf('dark');
// The HTTP layer repeats what is worth repeating.
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });

export function App() {
  return (
    <BrowserRouter>
      <Admin
        title="Guichet"
        requireAuth
        disableTelemetry
        store={store}
        queryClient={queryClient}
        dataProvider={dataProvider}
        authProvider={authProvider}
        i18nProvider={i18nProvider}
        loginPage={LoginPage}
        layout={Layout}
        dashboard={DeskPage}
        theme={light}
        darkTheme={dark}
      >
        {modules.map(({ name, icon, screens, represent }) => (
          <Resource key={name} name={name} icon={icon} recordRepresentation={represent} {...screens} />
        ))}
        <CustomRoutes>
          <Route path="/dashboard" element={<DashboardPage />} />
          <Route path="/jobs" element={<JobsPage />} />
          <Route path="/terms" element={<TermsPage />} />
        </CustomRoutes>
      </Admin>
    </BrowserRouter>
  );
}
