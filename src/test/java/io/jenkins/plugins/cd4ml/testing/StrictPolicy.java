package io.jenkins.plugins.cd4ml.testing;

import hudson.util.PluginServletFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;

/** Pages in a real browser, under what Jenkins enforces where its content security policy is on. */
public final class StrictPolicy {
    private static final String POLICY =
            "base-uri 'none'; default-src 'self'; form-action 'self'; img-src 'self' data:;"
                    + " script-src 'self'; style-src 'self' 'unsafe-inline'";

    private StrictPolicy() {}

    public static Chromium.Visit visit(String url) throws Exception {
        Filter policy = (request, response, chain) -> {
            ((HttpServletResponse) response).setHeader("Content-Security-Policy", POLICY);
            chain.doFilter(request, response);
        };
        PluginServletFilter.addFilter(policy);
        try {
            return Chromium.open(url);
        } finally {
            PluginServletFilter.removeFilter(policy);
        }
    }
}
