// What the policies have no word for is in guichet.cfg.
pref("general.config.filename", "guichet.cfg");
pref("general.config.obscure_value", 0);
pref("general.config.sandbox_enabled", false);
