console.log(1 < 2 && 2 < 3);
