import { useRecordContext } from 'react-admin';
import type { Sale } from '../../api/types';
import { useCan } from '../../base/access';
import { EntityShow } from '../../crud/Facts';
import { sale } from './entities';
import { ReverseButton } from './ReverseButton';

export default function SaleShow() {
  return <EntityShow entity={sale} tools={<Tools />} />;
}

function Tools() {
  const can = useCan();
  const record = useRecordContext<Sale>();
  const reversible = record?.kind === 'vente' && !record.reversed_by;
  return record && reversible && can('caisse:annuler') ? <ReverseButton sale={record} /> : null;
}
