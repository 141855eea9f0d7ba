import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';

interface StatsCardProps {
  label: string;
  value?: string;
  hint?: string;
}

export function StatsCard({ label, value, hint }: StatsCardProps) {
  return (
    <Card sx={{ p: 2 }}>
      <Typography color="textSecondary" sx={{ fontWeight: 550 }}>
        {label}
      </Typography>
      <Typography sx={{ fontSize: '1.9rem', fontWeight: 750, letterSpacing: '-0.03em', lineHeight: 1.25 }}>
        {value ?? <Skeleton width={90} />}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {hint ?? <Skeleton width={130} />}
      </Typography>
    </Card>
  );
}
