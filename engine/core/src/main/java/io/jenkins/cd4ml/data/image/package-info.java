/** Image files as numbers: decoding, limits of size, scaling to one size. */
package io.jenkins.cd4ml.data.image;
