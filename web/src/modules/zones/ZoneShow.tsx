import { DeleteButton, useCanAccess } from 'react-admin';
import { EntityShow } from '../../crud/Facts';
import { zone } from './entity';

export default function ZoneShow() {
  return <EntityShow entity={zone} tools={<Tools />} />;
}

function Tools() {
  const { canAccess } = useCanAccess({ resource: 'zones', action: 'delete' });
  return canAccess ? <DeleteButton mutationMode="pessimistic" /> : null;
}
