import Block from '@mui/icons-material/Block';
import Check from '@mui/icons-material/Check';
import type { Visitor } from '../../api/types';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';

export function ConsentChip({ visitor }: { visitor: Visitor }) {
  const t = useT();
  if (visitor.consent) {
    return (
      <ToneChip tone="free" icon={Check} className="consent-ok">
        {t('consent.given')}
      </ToneChip>
    );
  }
  return (
    <ToneChip tone="lost" icon={Block} className="consent-ko">
      {t(visitor.consent_revoked_at ? 'consent.revoked' : 'consent.missing')}
    </ToneChip>
  );
}
