import Block from '@mui/icons-material/Block';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { Confirm, useNotify, useRecordContext, useRefresh } from 'react-admin';
import type { Batch } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { EntityShow } from '../../crud/Facts';
import { batch } from '../cash/entities';

export default function BatchShow() {
  const t = useT();
  return <EntityShow entity={batch} tools={<Revoke />} below={<Alert severity="info">{t('passes.gone')}</Alert>} />;
}

function Revoke() {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const refresh = useRefresh();
  const record = useRecordContext<Batch>();
  const [asking, setAsking] = useState(false);
  if (!record || !can('sessions:annuler') || record.unused === 0) return null;
  const revoke = async () => {
    setAsking(false);
    try {
      await http.post(`/api/sessions/lots/${record.id}/revoquer/`, {});
      notify(t('passes.revoked'), { type: 'success' });
      refresh();
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <>
      <Button size="small" color="error" startIcon={<Block />} onClick={() => setAsking(true)} data-testid="revoke-batch">
        {t('passes.revoke')}
      </Button>
      <Confirm
        isOpen={asking}
        title={t('passes.revoke')}
        content={t('passes.revoke_text')}
        confirm={t('passes.revoke')}
        confirmColor="warning"
        onConfirm={() => void revoke()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
