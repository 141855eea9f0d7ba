import type { Closing } from '../../api/types';
import { useCan } from '../../base/access';
import { VerifyButton } from '../../components/VerifyButton';
import { EntityList } from '../../crud/EntityList';
import { ArchiveButton } from './ArchiveButton';
import { closing } from './entities';

export default function ClosingList() {
  const can = useCan();
  const tools = (
    <>
      <VerifyButton path="/api/caisse/verification/" sound="cash.sound" unsound="cash.unsound" />
      <ArchiveButton />
    </>
  );
  return <EntityList<Closing> entity={closing} rowClick={false} searchable={false} tools={can('caisse:controler') && tools} />;
}
