/** Image files as numbers: what is read, how large it may be, and how it is brought to one size. */
package io.jenkins.cd4ml.data.image;
