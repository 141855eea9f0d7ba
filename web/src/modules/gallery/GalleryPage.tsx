import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { type ReactNode, useState } from 'react';
import { Title } from 'react-admin';
import { useT } from '../../base/i18n';
import { LoadingSpinner } from '../../components/LoadingSpinner';
import { Modal } from '../../components/Modal';
import { NotificationBell } from '../../components/NotificationBell';
import { StatsCard } from '../../components/StatsCard';
import { ProjectCard, TaskCard } from '../../components/WorkCards';

/** The components that screens are made of, for whoever makes one. */
export default function GalleryPage() {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' } }} data-testid="gallery">
      <Title title={t('gallery.title')} />
      <Piece name="Button">
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          <Button variant="contained">{t('app.print')}</Button>
          <Button variant="outlined">{t('app.copy')}</Button>
          <Button>{t('app.cancel')}</Button>
          <Button color="error">{t('app.close')}</Button>
        </Box>
      </Piece>
      <Piece name="StatsCard">
        <StatsCard label={t('resources.visitors.page.sessions')} value="42" hint={t('cash.today')} />
      </Piece>
      <Piece name="LoadingSpinner">
        <LoadingSpinner label={t('app.loading')} />
      </Piece>
      <Piece name="Modal">
        <Button variant="outlined" onClick={() => setAsking(true)} data-testid="open-modal">
          {t('gallery.open')}
        </Button>
        {asking && (
          <Modal title={t('gallery.question')} testId="gallery-modal" onClose={() => setAsking(false)} isDone>
            <Typography>{t('gallery.answer')}</Typography>
          </Modal>
        )}
      </Piece>
      <Piece name="NotificationBell">
        <NotificationBell count={3} label={t('calls.open', { smart_count: 3 })} to="/" />
      </Piece>
      <Piece name="ProjectCard">
        <ProjectCard title={t('gallery.project')} state={{ tone: 'busy', word: t('session_statut.active') }} percent={60} who={t('gallery.team')} due="2026-12-31" />
      </Piece>
      <Piece name="TaskCard">
        <TaskCard title={t('gallery.task')} state={{ tone: 'soon', word: t('station_presence.soon') }} who={t('gallery.team')} due="2026-12-01" />
      </Piece>
    </Box>
  );
}

function Piece({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Card component="section" aria-label={name} data-testid={`piece-${name}`} sx={{ p: 2, display: 'grid', gap: 1.5, alignContent: 'start', justifyItems: 'start', '& > article, & > .MuiCard-root': { width: 1 } }}>
      <Typography component="h2" variant="subtitle2">
        <code>{name}</code>
      </Typography>
      {children}
    </Card>
  );
}
