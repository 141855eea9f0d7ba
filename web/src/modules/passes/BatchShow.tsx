import Block from '@mui/icons-material/Block';
import PrintOutlined from '@mui/icons-material/PrintOutlined';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { Confirm, useNotify, useRecordContext, useRefresh } from 'react-admin';
import type { Batch } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { useSite } from '../../base/site';
import { useIntention } from '../../base/useIntention';
import { EntityShow } from '../../crud/Facts';
import { batch } from '../cash/entities';
import { printSheets, reissue } from './reissue';

export default function BatchShow() {
  const t = useT();
  return <EntityShow entity={batch} tools={<Tools />} below={<Alert severity="info">{t('passes.gone')}</Alert>} />;
}

function Tools() {
  return (
    <>
      <PrintAgain />
      <Revoke />
    </>
  );
}

/** Other codes for the passes that wait, on a new sheet. */
function PrintAgain() {
  const t = useT();
  const can = useCan();
  const site = useSite();
  const once = useIntention();
  const notify = useNotify();
  const record = useRecordContext<Batch>();
  const [asking, setAsking] = useState(false);
  if (!record || !can('sessions:creer') || record.unused === 0 || record.valid_until <= Date.now()) return null;
  const print = async () => {
    setAsking(false);
    try {
      const again = await once({ batch: record.id }, (idempotencyKey) => reissue(record.id, idempotencyKey));
      printSheets([again], site?.name ?? t('app.name'));
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <>
      <Button size="small" startIcon={<PrintOutlined />} onClick={() => setAsking(true)} data-testid="print-again">
        {t('passes.again')}
      </Button>
      <Confirm
        isOpen={asking}
        title={t('passes.again')}
        content={t('passes.again_text')}
        confirm={t('passes.again')}
        confirmColor="warning"
        onConfirm={() => void print()}
        onClose={() => setAsking(false)}
      />
    </>
  );
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
