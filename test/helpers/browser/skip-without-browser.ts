import { beforeEach, inject } from "vitest";

// The set-up has said why there is none.
beforeEach(({ skip }) => skip(inject("chromium") === null, "there is no Chromium"));
