import CleaningServices from '@mui/icons-material/CleaningServicesOutlined';
import { useCan } from '../../base/access';
import { useT } from '../../base/i18n';
import { VerifyButton } from '../../components/VerifyButton';
import { EntityList } from '../../crud/EntityList';
import { RunJob } from '../jobs/RunJob';
import { log } from './entity';
import { Removable } from './Removable';

export default function LogList() {
  const t = useT();
  const can = useCan();
  const tools = (
    <>
      {can('journal:verifier') && (
        <VerifyButton path="/api/logs/verification/" sound="logs.sound" unsound="logs.unsound" />
      )}
      <RunJob
        name="cleanup_old_logs"
        title={t('resources.logs.page.clean')}
        label={t('resources.logs.page.clean')}
        icon={<CleaningServices />}
        testId="clean-logs"
      >
        {can('journal:verifier') && <Removable />}
      </RunJob>
    </>
  );
  return <EntityList entity={log} tools={tools} />;
}
