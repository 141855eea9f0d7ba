import Block from '@mui/icons-material/Block';
import PrintOutlined from '@mui/icons-material/PrintOutlined';
import Typography from '@mui/material/Typography';
import { useRef } from 'react';
import type { Batch, BatchCreated } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { useSite } from '../../base/site';
import { TogetherDialog } from '../../components/TogetherDialog';
import { type Choice, type Frame, Together } from '../../crud/Together';
import { printSheets, reissue } from './reissue';

export function PassesTogether() {
  const t = useT();
  const can = useCan();
  const printing: Choice<Batch> = {
    name: 'print',
    label: t('passes.again'),
    icon: <PrintOutlined />,
    rough: true,
    dialog: (frame) => <PrintTogether {...frame} />,
  };
  const revoking: Choice<Batch> = {
    name: 'revoke',
    label: t('passes.revoke'),
    icon: <Block />,
    rough: true,
    text: t('passes.revoke_text'),
    one: async ({ id, unused }) => unused > 0 && http.post(`/api/sessions/lots/${id}/revoquer/`, {}),
  };
  const choices = [...(can('sessions:creer') ? [printing] : []), ...(can('sessions:annuler') ? [revoking] : [])];
  return <Together choices={choices} nameOf={({ label }) => label} />;
}

function PrintTogether(frame: Frame<Batch>) {
  const t = useT();
  const site = useSite();
  const printed = useRef<BatchCreated[]>([]);
  const one = async ({ id, unused }: Batch) => {
    if (unused === 0) return false;
    printed.current.push(await reissue(id));
    return true;
  };
  return (
    <TogetherDialog
      {...frame}
      one={one}
      onDone={() => {
        frame.onDone();
        printSheets(printed.current, site?.name ?? t('app.name'));
      }}
    >
      <Typography sx={{ mt: 1 }}>{t('passes.again_text')}</Typography>
    </TogetherDialog>
  );
}
