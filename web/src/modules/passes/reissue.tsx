import type { BatchCreated, Id } from '../../api/types';
import { http } from '../../base/http';
import { printPaper } from '../../components/paper';
import { PassSheet } from './PassSheet';

/** Gives the unused passes of a batch other codes: those on the sheet that was lost are void. */
export const reissue = (id: Id, idempotencyKey?: string) =>
  http.post<BatchCreated>(`/api/sessions/lots/${id}/nouveaux_codes/`, {}, { idempotencyKey });

/** One sheet after the other. */
export function printSheets(batches: readonly BatchCreated[], site: string): void {
  const some = batches.filter(({ passes }) => passes.length > 0);
  if (some.length === 0) return;
  const content = some.map((batch) => (
    <div key={batch.id} style={{ breakAfter: 'page' }}>
      <PassSheet batch={batch} site={site} terms={null} />
    </div>
  ));
  printPaper({ size: 'sheet', content });
}
