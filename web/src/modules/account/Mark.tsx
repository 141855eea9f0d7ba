import Box from '@mui/material/Box';

export function Mark({ size }: { size: number }) {
  return <Box component="img" src="/favicon.svg" alt="" width={size} height={size} sx={{ display: 'block' }} />;
}
