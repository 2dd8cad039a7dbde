/** What every stage is given and gives back; a stage knows nothing of who called it. */
package io.jenkins.cd4ml.stage;
