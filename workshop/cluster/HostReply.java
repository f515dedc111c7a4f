package workshop.cluster;

/**
 * What a {@link BrokerHost} answers to a command, and how it writes that as a line.
 *
 * @param id   of the command
 * @param done whether it was carried out
 * @param text what there is to tell, or why it was not
 */
record HostReply(int id, boolean done, String text) {

    /** The id of the first start of all brokers, which nobody has to command; the text of its reply has their addresses. */
    static final int START = 0;

    private static final String DONE = "done";

    /** Reads a line. */
    static HostReply parse(String line) {
        String[] words = line.split(" ", 3);
        return new HostReply(Integer.parseInt(words[0]), words[1].equals(DONE), words[2]);
    }

    /** Returns it as one line. */
    String line() {
        return id + " " + (done ? DONE : "failed") + " " + text.replaceAll("\\R", " ");
    }
}
