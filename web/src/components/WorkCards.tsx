import EventOutlined from '@mui/icons-material/EventOutlined';
import PersonOutlined from '@mui/icons-material/PersonOutlined';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import type { ComponentType, ReactNode } from 'react';
import type { Day } from '../api/types';
import { useFormats } from '../base/format';
import { useT } from '../base/i18n';
import type { Tone } from '../theme';
import { ToneChip } from './ToneChip';

interface State {
  tone: Tone;
  word: string;
}

interface WorkCardProps {
  title: string;
  state: State;
  /** Who answers for it. */
  who?: string | null;
  due?: Day | null;
  children?: ReactNode;
}

function Fact({ icon: Icon, children }: { icon: ComponentType<SvgIconProps>; children: ReactNode }) {
  return (
    <Typography component="span" variant="body2" color="textSecondary" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}>
      <Icon sx={{ fontSize: 16 }} aria-hidden />
      {children}
    </Typography>
  );
}

function WorkCard({ title, state, who, due, children, testId }: WorkCardProps & { testId: string }) {
  const formats = useFormats();
  return (
    <Card component="article" aria-label={title} data-testid={testId} sx={{ p: 2, display: 'grid', gap: 1 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Typography sx={{ fontWeight: 650, flex: 1, minWidth: 120 }}>{title}</Typography>
        <ToneChip tone={state.tone}>{state.word}</ToneChip>
      </Box>
      {children}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5 }}>
        {who && <Fact icon={PersonOutlined}>{who}</Fact>}
        {due && <Fact icon={EventOutlined}>{formats.day(due)}</Fact>}
      </Box>
    </Card>
  );
}

interface ProjectCardProps extends Omit<WorkCardProps, 'children'> {
  /** How much is done, from 0 to 100. */
  percent: number;
}

/** A project: how far it is, who leads it, until when. */
export function ProjectCard({ percent, ...card }: ProjectCardProps) {
  const t = useT();
  return (
    <WorkCard {...card} testId="project-card">
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <LinearProgress variant="determinate" value={percent} aria-label={t('gallery.progress')} sx={{ flex: 1, height: 6, borderRadius: 3 }} />
        <Typography variant="body2" sx={{ fontVariantNumeric: 'tabular-nums' }}>
          {percent} %
        </Typography>
      </Box>
    </WorkCard>
  );
}

/** A task: what, who, until when. */
export function TaskCard(card: Omit<WorkCardProps, 'children'>) {
  return <WorkCard {...card} testId="task-card" />;
}
