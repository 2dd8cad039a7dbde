/** How often held-out rows have judged models, and what that costs the next judgement. */
package io.jenkins.cd4ml.ledger;
