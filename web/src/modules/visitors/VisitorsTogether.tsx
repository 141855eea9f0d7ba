import Block from '@mui/icons-material/Block';
import DeleteForever from '@mui/icons-material/DeleteForeverOutlined';
import GppBad from '@mui/icons-material/GppBadOutlined';
import Box from '@mui/material/Box';
import { useState } from 'react';
import type { Visitor } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { TogetherDialog } from '../../components/TogetherDialog';
import { type Choice, type Frame, Together } from '../../crud/Together';
import { BanFields, endOf, isBanned } from './BanButtons';

const path = ({ id }: Visitor) => `/api/utilisateurs/${id}/`;

export function VisitorsTogether() {
  const t = useT();
  const can = useCan();
  const choices: (Choice<Visitor> | false)[] = [
    can('visiteurs:bannir') && { name: 'ban', label: t('ban.ban'), icon: <Block />, rough: true, dialog: (frame) => <BanTogether {...frame} /> },
    can('visiteurs:modifier') && {
      name: 'revoke-consent',
      label: t('resources.visitors.page.revoke'),
      icon: <GppBad />,
      rough: true,
      text: t('resources.visitors.page.revoke_text'),
      one: async (visitor) => visitor.consent && http.post(`${path(visitor)}revoke_consent/`),
    },
    can('visiteurs:supprimer') && {
      name: 'erase',
      label: t('resources.visitors.page.erase'),
      icon: <DeleteForever />,
      rough: true,
      text: t('together.erase_text'),
      one: (visitor) => http.delete(path(visitor), { version: visitor.version }),
    },
  ];
  return (
    <Together choices={choices.filter((choice) => choice !== false)} nameOf={(row) => `${row.first_name} ${row.last_name}`.trim()} />
  );
}

function BanTogether(frame: Frame<Visitor>) {
  const [reason, setReason] = useState('');
  const [day, setDay] = useState('');
  const until = endOf(day);
  return (
    <TogetherDialog
      {...frame}
      asks
      ready={reason.trim() !== '' && until !== null}
      one={async (visitor) => !isBanned(visitor) && http.post(`${path(visitor)}bannir/`, { reason, until })}
    >
      <Box sx={{ display: 'grid', gap: 1.5, mt: 1.5 }}>
        <BanFields reason={reason} onReason={setReason} day={day} onDay={setDay} />
      </Box>
    </TogetherDialog>
  );
}
