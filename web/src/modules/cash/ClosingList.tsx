import type { Closing } from '../../api/types';
import { useCan } from '../../base/access';
import { VerifyButton } from '../../components/VerifyButton';
import { EntityList } from '../../crud/EntityList';
import { closing } from './entities';

export default function ClosingList() {
  const can = useCan();
  const verify = <VerifyButton path="/api/caisse/verification/" sound="cash.sound" unsound="cash.unsound" />;
  return <EntityList<Closing> entity={closing} rowClick={false} searchable={false} tools={can('caisse:controler') && verify} />;
}
