/**
 * Stores beyond this machine. Names and layout are those of the folder, {@code objects/ab/cdef…}; transfers are checked
 * by SHA-256, repeated where repeating may help, and end with one sentence where it does not. {@code RemoteStore} is the
 * seam for kinds of stores.
 */
package io.jenkins.cd4ml.remote;
