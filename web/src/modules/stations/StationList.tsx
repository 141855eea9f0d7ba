import { useCan } from '../../base/access';
import { EntityList } from '../../crud/EntityList';
import { EnrolmentBanner } from '../../desk/Enrolments';
import { StationMenu } from '../../desk/StationMenu';
import { station } from './entity';
import { StationsTogether } from './StationsTogether';

export default function StationList() {
  const can = useCan();
  return (
    <>
      <EnrolmentBanner />
      <EntityList
        entity={station}
        bulk={can('postes:modifier') || can('postes:commander') ? <StationsTogether /> : undefined}
        rowActions={(row) => (
          // The row itself opens the page.
          <span onClick={(event) => event.stopPropagation()} role="presentation">
            <StationMenu station={row} occupied={row.session_active !== null} />
          </span>
        )}
      />
    </>
  );
}
