import { QueryClient } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense, useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Admin, CustomRoutes, Resource } from 'react-admin';
import { BrowserRouter, Route } from 'react-router-dom';
import { createAuthProvider } from './base/authProvider';
import { createDataProvider } from './base/dataProvider';
import { i18nProvider } from './base/i18n';
import { preferences } from './base/preferences';
import { Layout } from './components/Layout';
import { OfflinePage } from './components/OfflinePage';
import { modules } from './modules';
import { themeOf } from './theme';

const LoginPage = lazy(() => import('./modules/account/LoginPage').then((module) => ({ default: module.LoginPage })));
const DeskPage = lazy(() => import('./desk/DeskPage'));
const DashboardPage = lazy(() => import('./modules/dashboard/DashboardPage'));
const ImagesPage = lazy(() => import('./modules/boot/ImagesPage'));
const CashPage = lazy(() => import('./modules/cash/CashPage'));
const JobsPage = lazy(() => import('./modules/jobs/JobsPage'));
const SystemPage = lazy(() => import('./modules/system/SystemPage'));
const ParametersPage = lazy(() => import('./modules/parameters/ParametersPage'));
const AccountPage = lazy(() => import('./modules/account/AccountPage'));
const ForgottenPage = lazy(() => import('./modules/account/ForgottenPage'));
const ChoosePage = lazy(() => import('./modules/account/ChoosePage'));
const ConfirmPage = lazy(() => import('./modules/account/ConfirmPage'));
const PermissionsPage = lazy(() => import('./modules/roles/PermissionsPage'));
const ApiKeysPage = lazy(() => import('./modules/keys/ApiKeysPage'));
const GalleryPage = lazy(() => import('./modules/gallery/GalleryPage'));
const TermsPage = lazy(() => import('./modules/terms/TermsPage'));

const dataProvider = createDataProvider(Object.fromEntries(modules.map(({ name, path }) => [name, path])));
const authProvider = createAuthProvider(Object.fromEntries(modules.map(({ name, rights }) => [name, rights])));
const light = themeOf('light');
const dark = themeOf('dark');
// The HTTP layer repeats what is worth repeating.
const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });

function Login() {
  return (
    <Suspense>
      <LoginPage />
    </Suspense>
  );
}

function App() {
  return (
    <BrowserRouter>
      <Admin
        title="Guichet"
        requireAuth
        disableTelemetry
        store={preferences.store}
        queryClient={queryClient}
        dataProvider={dataProvider}
        authProvider={authProvider}
        i18nProvider={i18nProvider}
        loginPage={Login}
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
          <Route path="/cash" element={<CashPage />} />
          <Route path="/boot-images" element={<ImagesPage />} />
          <Route path="/jobs" element={<JobsPage />} />
          <Route path="/system" element={<SystemPage />} />
          <Route path="/parameters" element={<ParametersPage />} />
          <Route path="/terms" element={<TermsPage />} />
          <Route path="/permissions" element={<PermissionsPage />} />
          <Route path="/api-keys" element={<ApiKeysPage />} />
          <Route path="/account" element={<AccountPage />} />
          <Route path="/gallery" element={<GalleryPage />} />
        </CustomRoutes>
        <CustomRoutes noLayout>
          <Route path="/forgotten-password" element={<ForgottenPage />} />
          <Route path="/new-password" element={<ChoosePage />} />
          <Route path="/confirm-account" element={<ChoosePage registers />} />
          <Route path="/confirm-email" element={<ConfirmPage />} />
        </CustomRoutes>
      </Admin>
    </BrowserRouter>
  );
}

/** The console; until the server answers, what can be said without it. */
function Console({ answers }: { answers: boolean }) {
  const [open, setOpen] = useState(answers);
  const begin = useCallback(() => setOpen(true), []);
  return open ? <App /> : <OfflinePage language={preferences.store.getItem<string>('locale') ?? 'fr'} onAnswer={begin} />;
}

/** Shows the console in this element; `answers` when the server did. */
export function show(element: HTMLElement, answers: boolean) {
  createRoot(element).render(
    <StrictMode>
      <Console answers={answers} />
    </StrictMode>,
  );
}
