import Block from '@mui/icons-material/Block';
import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import HistoryToggleOff from '@mui/icons-material/HistoryToggleOff';
import Undo from '@mui/icons-material/Undo';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { Credit, Visitor } from '../../api/types';
import { useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { ToneChip } from '../../components/ToneChip';
import type { Tone } from '../../theme';
import { type CreditState, stateOf, useCredits, useLeft } from './credits';

const PackDialog = lazy(() => import('./PackDialog'));

const LOOKS: Record<CreditState, [Tone, typeof Block]> = {
  usable: ['free', CheckCircle],
  used: ['off', Block],
  expired: ['soon', HistoryToggleOff],
  cancelled: ['off', Undo],
};

/** Opens a session from this pack at the desk. */
export const sessionFrom = (visitorId: string, creditId: string) => `/?new=1&visitor=${visitorId}&credit=${creditId}`;

/** What a visitor still has of the packs they bought. */
export function PacksCard({ visitor, mayUse }: { visitor: Visitor; mayUse: boolean }) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const credits = useCredits(visitor.id, { usable: false });
  const [selling, setSelling] = useState(false);
  if (!can('caisse:lire')) return null;
  const now = Date.now();
  const sells = can('caisse:vendre') && can('tarifs:lire');
  return (
    <Card sx={{ p: 2.5 }} data-testid="visitor-packs">
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography variant="h6" component="h2" sx={{ flex: 1 }}>
          {t('packs.title')}
        </Typography>
        {sells && (
          <Button size="small" onClick={() => setSelling(true)} data-testid="sell-pack">
            {t('packs.sell')}
          </Button>
        )}
      </Box>
      {credits?.length === 0 && <Typography color="textSecondary">{t('packs.none')}</Typography>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {credits?.map((credit) => (
          <Pack key={credit.id} credit={credit} now={now} href={mayUse ? sessionFrom(visitor.id, credit.id) : null} />
        ))}
      </Box>
      <Suspense>
        {selling && (
          <PackDialog
            visitor={visitor}
            agencyId={visitor.agency_id}
            onClose={() => setSelling(false)}
            onUse={mayUse ? (visitorId, creditId) => void navigate(sessionFrom(visitorId, creditId)) : undefined}
          />
        )}
      </Suspense>
    </Card>
  );
}

function Pack({ credit, now, href }: { credit: Credit; now: number; href: string | null }) {
  const t = useT();
  const formats = useFormats();
  const left = useLeft();
  const state = stateOf(credit, now);
  const [tone, icon] = LOOKS[state];
  const granted = credit.kind === 'minutes' ? duration(credit.granted * 60) : formats.number(credit.granted);
  return (
    <Box component="li" data-testid="pack" data-state={state} sx={{ py: 1, borderTop: 1, borderColor: 'divider', mt: 1 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Typography sx={{ fontWeight: 650, flex: 1, minWidth: 140 }}>{credit.tariff_name}</Typography>
        <ToneChip tone={tone} icon={icon}>
          {t(`packs.state.${state}`)}
        </ToneChip>
      </Box>
      <Typography sx={{ my: 0.5 }}>
        {t('packs.left_of', { left: left(credit), granted })}
        {state === 'usable' && (
          <Typography component="span" color="textSecondary">
            {' · '}
            {t('packs.until', { date: formats.instant(credit.expires_at) })}
          </Typography>
        )}
      </Typography>
      <LinearProgress
        variant="determinate"
        value={(100 * (credit.granted - credit.used)) / credit.granted}
        aria-label={t('packs.left')}
        sx={{ height: 6, borderRadius: 3 }}
      />
      {href && state === 'usable' && (
        <Button size="small" component={Link} to={href} sx={{ mt: 0.5, ml: -0.5 }} data-testid="use-pack">
          {t('packs.use')}
        </Button>
      )}
    </Box>
  );
}
