//SOURCES ../checks/FirstProducerCheck.java
package lessons;

/** The checks of the lessons, one line a lesson above: what the workshop is built with. */
final class Checks {

    private Checks() {
    }
}
