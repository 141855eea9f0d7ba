import DeleteForever from '@mui/icons-material/DeleteForeverOutlined';
import Download from '@mui/icons-material/FileDownloadOutlined';
import GppBad from '@mui/icons-material/GppBadOutlined';
import Button from '@mui/material/Button';
import { type ReactNode, useState } from 'react';
import { Confirm, useNotify, useRedirect, useRefresh } from 'react-admin';
import type { Visitor } from '../../api/types';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { saveFile } from '../../base/saveFile';

const pathOf = (visitor: Visitor) => `/api/utilisateurs/${visitor.id}/`;

interface AskedProps {
  icon: ReactNode;
  label: string;
  text: string;
  done: string;
  call: () => Promise<unknown>;
  after: () => void;
  testId: string;
}

/** A button that asks once more before it acts. */
function AskedButton({ icon, label, text, done, call, after, testId }: AskedProps) {
  const t = useT();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const act = async () => {
    setAsking(false);
    try {
      await call();
      notify(done, { type: 'success' });
      after();
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <>
      <Button size="small" color="error" startIcon={icon} onClick={() => setAsking(true)} data-testid={testId}>
        {label}
      </Button>
      <Confirm
        isOpen={asking}
        title={label}
        content={text}
        confirm={label}
        confirmColor="warning"
        onConfirm={() => void act()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

export function RevokeConsentButton({ visitor }: { visitor: Visitor }) {
  const t = useT();
  const refresh = useRefresh();
  return (
    <AskedButton
      icon={<GppBad />}
      label={t('resources.visitors.page.revoke')}
      text={t('resources.visitors.page.revoke_text')}
      done={t('resources.visitors.page.revoked')}
      call={() => http.post(`${pathOf(visitor)}revoke_consent/`)}
      after={refresh}
      testId="revoke-consent"
    />
  );
}

export function EraseButton({ visitor }: { visitor: Visitor }) {
  const t = useT();
  const redirect = useRedirect();
  return (
    <AskedButton
      icon={<DeleteForever />}
      label={t('resources.visitors.page.erase')}
      text={t('resources.visitors.page.erase_text')}
      done={t('resources.visitors.page.erased')}
      call={() => http.delete(pathOf(visitor), { version: visitor.version })}
      after={() => redirect('list', 'visitors')}
      testId="erase-visitor"
    />
  );
}

export function ExportPersonButton({ visitor }: { visitor: Visitor }) {
  const t = useT();
  const notify = useNotify();
  const download = async () => {
    try {
      saveFile(await http.blob(`${pathOf(visitor)}export/`), `${visitor.id}.json`);
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <Button size="small" startIcon={<Download />} onClick={() => void download()} data-testid="export-visitor">
      {t('resources.visitors.page.export')}
    </Button>
  );
}
