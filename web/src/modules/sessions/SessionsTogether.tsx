import Cancel from '@mui/icons-material/CancelOutlined';
import MoreTime from '@mui/icons-material/MoreTime';
import Stop from '@mui/icons-material/Stop';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import type { Session } from '../../api/types';
import { useCan } from '../../base/access';
import { duration } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { TogetherDialog } from '../../components/TogetherDialog';
import { type Choice, type Frame, Together } from '../../crud/Together';

const path = ({ id }: Session) => `/api/sessions/${id}/`;
const runs = ({ statut }: Session) => statut === 'active' || statut === 'suspendue';
const MINUTES = [15, 30, 60];

export function SessionsTogether() {
  const t = useT();
  const can = useCan();
  const driving: Choice<Session>[] = [
    { name: 'add-time', label: t('together.add_time'), icon: <MoreTime />, dialog: (frame) => <TimeTogether {...frame} /> },
    {
      name: 'end',
      label: t('together.end'),
      icon: <Stop />,
      rough: true,
      text: t('together.end_text'),
      one: async (session) => runs(session) && http.post(`${path(session)}terminate/`),
    },
  ];
  const cancelling: Choice<Session> = {
    name: 'cancel',
    label: t('together.cancel'),
    icon: <Cancel />,
    rough: true,
    text: t('together.cancel_text'),
    one: async (session) => session.statut === 'en_attente' && http.delete(path(session), { version: session.version }),
  };
  const choices = [...(can('sessions:piloter') ? driving : []), ...(can('sessions:annuler') ? [cancelling] : [])];
  const nameOf = (row: Session) => row.station_name ?? row.visitor_name ?? `…${row.code_hint}`;
  return <Together choices={choices} nameOf={nameOf} />;
}

function TimeTogether(frame: Frame<Session>) {
  const t = useT();
  const [minutes, setMinutes] = useState(MINUTES[0]);
  return (
    <TogetherDialog {...frame} one={async (session) => runs(session) && http.post(`${path(session)}add_time/`, { minutes })}>
      <ToggleButtonGroup
        exclusive
        value={minutes}
        onChange={(_, chosen: number | null) => chosen && setMinutes(chosen)}
        aria-label={t('desk.session.duration')}
        sx={{ mt: 1.5 }}
      >
        {MINUTES.map((each) => (
          <ToggleButton key={each} value={each} sx={{ px: 2, height: 40 }}>
            +{duration(each * 60)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </TogetherDialog>
  );
}
