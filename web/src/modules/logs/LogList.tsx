import CleaningServices from '@mui/icons-material/CleaningServicesOutlined';
import { useT } from '../../base/i18n';
import { EntityList } from '../../crud/EntityList';
import { RunJob } from '../jobs/RunJob';
import { log } from './entity';

export default function LogList() {
  const t = useT();
  const clean = (
    <RunJob
      name="cleanup_old_logs"
      label={t('resources.logs.page.clean')}
      icon={<CleaningServices />}
      testId="clean-logs"
    />
  );
  return <EntityList entity={log} tools={clean} />;
}
