import CleaningServices from '@mui/icons-material/CleaningServicesOutlined';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { Link } from 'react-router-dom';
import { useCan } from '../../base/access';
import { useT } from '../../base/i18n';
import { EntityList } from '../../crud/EntityList';
import { log } from './entity';

export default function LogList() {
  const t = useT();
  const can = useCan();
  const retention = can('taches:lire') && (
    <Tooltip title={t('resources.logs.page.retention_text')}>
      <Button
        size="small"
        startIcon={<CleaningServices />}
        component={Link}
        to="/jobs?job=cleanup_old_logs"
        data-testid="clean-logs"
      >
        {t('resources.logs.page.retention')}
      </Button>
    </Tooltip>
  );
  return <EntityList entity={log} tools={retention} />;
}
