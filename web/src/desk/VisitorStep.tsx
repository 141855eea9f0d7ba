import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { VisitorDraft } from '../api/types';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';
import { VisitorFields } from './VisitorFields';
import { type Guest, VisitorSearch } from './VisitorSearch';

export type VisitorMode = 'existing' | 'new' | 'anonymous';

export const EMPTY_DRAFT: VisitorDraft = { first_name: '', last_name: '', birth_date: '', phone: '', consent: false };

interface VisitorStepProps {
  mode: VisitorMode;
  onMode: (mode: VisitorMode) => void;
  visitor: Guest | null;
  onVisitor: (visitor: Guest | null) => void;
  draft: VisitorDraft;
  onDraft: (draft: VisitorDraft) => void;
  photo: File | null;
  onPhoto: (photo: File) => void;
  errors: Readonly<Record<string, string>>;
}

export function VisitorStep({
  mode,
  onMode,
  visitor,
  onVisitor,
  draft,
  onDraft,
  photo,
  onPhoto,
  errors,
}: VisitorStepProps) {
  const t = useT();
  const can = useCan();
  const createFrom = (typed: string) => {
    const [first = '', ...rest] = typed.trim().split(/\s+/);
    const phone = /^[+\d\s.-]{6,}$/.test(typed.trim());
    onDraft({ ...draft, ...(phone ? { phone: typed.trim() } : { first_name: first, last_name: rest.join(' ') }) });
    onMode('new');
  };
  return (
    <Box>
      <ToggleButtonGroup
        exclusive
        fullWidth
        size="small"
        value={mode}
        onChange={(_, next: VisitorMode | null) => next && onMode(next)}
        aria-label={t('desk.session.who')}
        sx={{
          mb: 1.5,
          '& button': { flex: 'auto', minHeight: 40, lineHeight: 1.2, px: 0.5, fontSize: { xs: '0.76rem', sm: '0.87rem' } },
        }}
      >
        <ToggleButton value="existing">{t('desk.session.existing')}</ToggleButton>
        {can('visiteurs:creer') && (
          <ToggleButton value="new" data-testid="mode-new">
            {t('desk.session.new')}
          </ToggleButton>
        )}
        <ToggleButton value="anonymous" data-testid="mode-anonymous">
          {t('desk.session.anonymous')}
        </ToggleButton>
      </ToggleButtonGroup>
      {mode === 'existing' && (
        <VisitorSearch
          value={visitor}
          onChange={onVisitor}
          onCreate={can('visiteurs:creer') ? createFrom : undefined}
          error={errors.visitor_id}
        />
      )}
      {mode === 'new' && (
        <VisitorFields draft={draft} onDraft={onDraft} photo={photo} onPhoto={onPhoto} errors={errors} />
      )}
      {mode === 'anonymous' && <Alert severity="info">{t('desk.session.anonymous_hint')}</Alert>}
    </Box>
  );
}
