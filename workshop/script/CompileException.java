package workshop.script;

/** What the compiler said of a script that does not compile. */
final class CompileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CompileException(String said) {
        super(said, null, false, false);
    }
}
