import { aboutProgram } from "@millrace/http";

/** Which program this is. */
export const aboutThis = aboutProgram(new URL("../../package.json", import.meta.url));
