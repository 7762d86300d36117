'use client';

import { useMutation } from '@tanstack/react-query';
import { LogOut, Menu, MonitorCog, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx';
import { announceSignOut } from '@/lib/session-channel.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { explain } from '@/lib/trpc/error.ts';

/** Theme and sign-out. `wide` is the rail's form, otherwise an icon. */
export function AccountMenu({ wide = false }: { wide?: boolean }) {
  const { theme, setTheme } = useTheme();
  const trpc = useTRPC();
  const signOut = useMutation(
    trpc.auth.signOut.mutationOptions({
      // A full load, so that nothing of the session stays in memory.
      onSuccess: () => {
        announceSignOut();
        window.location.assign('/sign-in');
      },
      onError: (error) => void toast.error(explain(error).message),
    }),
  );
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        {wide ? (
          <Button variant="outline" size="sm" className="justify-start">
            <Menu aria-hidden />
            Theme and sign out
          </Button>
        ) : (
          <Button variant="outline" size="icon">
            <Menu aria-hidden />
            <span className="sr-only">Theme and sign out</span>
          </Button>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent align={wide ? 'start' : 'end'}>
        <DropdownMenuRadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
          <DropdownMenuRadioItem value="system">
            <MonitorCog aria-hidden /> As the system
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="light">
            <Sun aria-hidden /> Light
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark">
            <Moon aria-hidden /> Dark
          </DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => signOut.mutate()}>
          <LogOut aria-hidden /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
