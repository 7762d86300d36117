export { me } from './me.ts';
export { signIn } from './sign-in.ts';
export { signOut } from './sign-out.ts';
