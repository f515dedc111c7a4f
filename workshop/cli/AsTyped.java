package workshop.cli;

/** How a command is typed where this one was: in a clone by its launcher, elsewhere by the name of the repository. */
final class AsTyped {

    private static final String FROM = System.getProperty("workshop.from");

    private AsTyped() {
    }

    /** Returns the line that a person types for a command. */
    static String command(String name, String... arguments) {
        String all = arguments.length == 0 ? "" : " " + String.join(" ", arguments);
        return (FROM == null ? Misspelt.LAUNCHER + " " + name : "jbang " + name + "@" + FROM) + all;
    }
}
