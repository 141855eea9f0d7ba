import FactCheckOutlined from '@mui/icons-material/FactCheckOutlined';
import Button from '@mui/material/Button';
import { useNotify } from 'react-admin';
import type { Closing } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { EntityList } from '../../crud/EntityList';
import { closing } from './entities';

interface Verified {
  is_sound: boolean;
  rows: number;
  fault?: { seq: number; what: string } | null;
}

export default function ClosingList() {
  const can = useCan();
  return <EntityList<Closing> entity={closing} rowClick={false} searchable={false} tools={can('caisse:controler') && <Verify />} />;
}

function Verify() {
  const t = useT();
  const notify = useNotify();
  const verify = async () => {
    try {
      const found = await http.get<Verified>('/api/caisse/verification/');
      const told = found.is_sound ? t('cash.sound', { rows: found.rows }) : t('cash.unsound', { ...found.fault });
      notify(told, { type: found.is_sound ? 'success' : 'error' });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <Button size="small" startIcon={<FactCheckOutlined />} onClick={() => void verify()} data-testid="verify-journal">
      {t('cash.verify')}
    </Button>
  );
}
