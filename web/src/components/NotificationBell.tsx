import NotificationsActive from '@mui/icons-material/NotificationsActive';
import Badge from '@mui/material/Badge';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Link } from 'react-router-dom';

interface NotificationBellProps {
  count: number;
  /** What waits, in words. */
  label: string;
  /** Where it is answered. */
  to: string;
  testId?: string;
}

/** How many things wait for somebody. */
export function NotificationBell({ count, label, to, testId }: NotificationBellProps) {
  return (
    <Tooltip title={label}>
      <IconButton component={Link} to={to} aria-label={label} data-testid={testId} color="inherit" sx={{ mr: 0.5 }}>
        <Badge badgeContent={count} color="error">
          <NotificationsActive />
        </Badge>
      </IconButton>
    </Tooltip>
  );
}
