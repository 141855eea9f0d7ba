import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useListContext, useNotify } from 'react-admin';
import type { Station } from '../../api/types';
import { useCan } from '../../base/access';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { ToneIcon } from '../../components/ToneChip';
import { EntityList } from '../../crud/EntityList';
import { MARKS, type Mark, markStation } from '../../desk/actions';
import { EnrolmentBanner } from '../../desk/Enrolments';
import { StationMenu } from '../../desk/StationMenu';
import type { Tone } from '../../theme';
import { station } from './entity';

const TONES: Record<Mark, Tone> = { disponible: 'free', maintenance: 'repair', hors_ligne: 'off' };

export default function StationList() {
  const can = useCan();
  return (
    <>
      <EnrolmentBanner />
      <EntityList
        entity={station}
        bulk={can('postes:modifier') ? <BulkMarks /> : undefined}
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

function BulkMarks() {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const { selectedIds, data = [], onUnselectItems } = useListContext<Station>();
  const mark = async (to: Mark) => {
    const results = await Promise.allSettled(selectedIds.map((id) => markStation(String(id), to)));
    const done = results.filter(({ status }) => status === 'fulfilled').length;
    const refusals = results.flatMap((result, index) =>
      result.status === 'rejected'
        ? [`${data.find(({ id }) => id === selectedIds[index])?.name ?? ''} : ${reasonOf(result.reason)}`]
        : [],
    );
    if (done > 0) notify(t('resources.stations.page.bulk_done', { smart_count: done }), { type: 'success' });
    if (refusals.length > 0) notify(refusals.join('\n'), { type: 'error', multiLine: true });
    onUnselectItems();
    void client.invalidateQueries({ queryKey: ['stations'] });
  };
  return (Object.keys(MARKS) as Mark[]).map((to) => (
    <Button
      key={to}
      size="small"
      startIcon={<ToneIcon tone={TONES[to]} size={18} />}
      data-testid={`bulk-${to}`}
      onClick={() => void mark(to)}
    >
      {t(`desk.mark_${to}`)}
    </Button>
  ));
}
