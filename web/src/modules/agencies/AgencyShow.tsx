import { EntityShow } from '../../crud/Facts';
import { agency } from './entity';

export default function AgencyShow() {
  return <EntityShow entity={agency} />;
}
