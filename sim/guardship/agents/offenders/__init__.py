"""Who breaks the law: pirates, smugglers, attackers."""
