import { type ReactElement, cloneElement, useRef } from 'react';

interface FileButtonProps {
  name: string;
  accept: string;
  label: string;
  onPick: (file: File) => void;
  /** What is pressed. */
  children: ReactElement<{ onClick?: () => void }>;
}

/** Opens the system's file dialog; the input itself is never seen nor focused. */
export function FileButton({ name, accept, label, onPick, children }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      {cloneElement(children, { onClick: () => input.current?.click() })}
      <input
        ref={input}
        type="file"
        hidden
        name={name}
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onPick(file);
        }}
      />
    </>
  );
}
