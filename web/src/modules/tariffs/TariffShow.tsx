import { DeleteButton, useCanAccess } from 'react-admin';
import { EntityShow } from '../../crud/Facts';
import { tariff } from './entity';

export default function TariffShow() {
  return <EntityShow entity={tariff} tools={<Tools />} />;
}

function Tools() {
  const { canAccess } = useCanAccess({ resource: 'tariffs', action: 'delete' });
  return canAccess ? <DeleteButton mutationMode="pessimistic" /> : null;
}
