/** The ledger of held-out rows: how often they have been used to evaluate models, and the error that this leaves. */
package io.jenkins.cd4ml.ledger;
