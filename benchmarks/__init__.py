"""What is measured on Pursuit, each as a command of its own."""
