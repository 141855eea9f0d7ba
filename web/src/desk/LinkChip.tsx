import Tooltip from '@mui/material/Tooltip';
import Box from '@mui/material/Box';
import { alpha } from '@mui/material/styles';
import { useT } from '../base/i18n';
import { useLinkStatus } from '../base/useStatus';

const COLOURS = { live: 'success', reconnecting: 'warning', offline: 'error' } as const;

export function LinkChip() {
  const t = useT();
  const status = useLinkStatus();
  return (
    <Tooltip title={t(`link.explained.${status}`)}>
      <Box
        role="status"
        data-testid="link-status"
        data-status={status}
        sx={(theme) => {
          const colour = theme.palette[COLOURS[status]].main;
          return {
            display: 'inline-flex',
            alignItems: 'center',
            gap: 0.8,
            px: 1.1,
            height: 30,
            borderRadius: 1,
            fontSize: '0.85rem',
            fontWeight: 600,
            whiteSpace: 'nowrap',
            color: colour,
            border: `1px solid ${alpha(colour, 0.5)}`,
            backgroundColor: alpha(colour, 0.04),
            '&::before': {
              content: '""',
              width: 8,
              height: 8,
              borderRadius: status === 'live' ? 4 : 1,
              backgroundColor: colour,
            },
          };
        }}
      >
        {t(`link.${status}`)}
      </Box>
    </Tooltip>
  );
}
